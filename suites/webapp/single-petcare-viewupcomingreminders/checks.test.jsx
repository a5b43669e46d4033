import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import RemindersComponent from './viewUpcomingReminders';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('should load upcoming reminders successfully', async () => {
  fetchMock.get('/api/upcoming-reminders', {
    reminders: [
      { id: 1, type: 'Medication', description: 'Antibiotics' },
      { id: 2, type: 'Appointment', description: 'Vet visit' }
    ]
  });

  await act(async () => {
    render(<MemoryRouter><RemindersComponent /></MemoryRouter>);
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText(/Antibiotics/i)).toBeInTheDocument();
  expect(screen.getByText(/Vet visit/i)).toBeInTheDocument();
  expect(screen.queryByText(/Failed to load reminders/i)).toBeNull(); // added
}, 10000);

test('should fail to load upcoming reminders', async () => {
  fetchMock.get('/api/upcoming-reminders', 500);

  await act(async () => {
    render(<MemoryRouter><RemindersComponent /></MemoryRouter>);
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText(/Failed to load reminders/i)).toBeInTheDocument();
  expect(screen.queryByText(/Antibiotics/i)).toBeNull(); // added
  expect(screen.queryByText(/Vet visit/i)).toBeNull(); // added
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('should load upcoming reminders successfully, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/upcoming-reminders', new Promise((resolve) => { answer = resolve; }));

  await act(async () => {
    render(<MemoryRouter><RemindersComponent /></MemoryRouter>);
  });
  expect(screen.queryByText(/Failed to load reminders/i)).toBeNull();
  await act(async () => { answer({
    reminders: [
      { id: 1, type: 'Medication', description: 'Worming tablets' },
      { id: 2, type: 'Appointment', description: 'Grooming' }
    ]
  }); });

  expect(screen.getByText(/Worming tablets/i)).toBeInTheDocument();
  expect(screen.getByText(/Grooming/i)).toBeInTheDocument();
}, 10000);
