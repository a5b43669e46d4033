import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import JobListingPage from './sortJobPosts';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('allows job seekers to sort job posts by date successfully.', async () => {
  fetchMock.get('/api/jobPosts?sort=date', [{ id: 1, title: 'QA Engineer' }]);

  await act(async () => {
    render(
      <MemoryRouter>
        <JobListingPage />
      </MemoryRouter>
    );
  });
  expect(screen.queryByText('QA Engineer')).toBeNull(); // added
  expect(screen.queryByText('Error sorting job posts.')).toBeNull(); // added

  await act(async () => {
    fireEvent.change(screen.getByLabelText('Sort by'), { target: { value: 'date' } });
    fireEvent.click(screen.getByText('Sort'));
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('QA Engineer')).toBeInTheDocument();
  expect(screen.queryByText('Error sorting job posts.')).toBeNull(); // added
}, 10000);

test('shows an error message when sorting job posts fails.', async () => {
  fetchMock.get('/api/jobPosts?sort=date', 500);

  await act(async () => {
    render(
      <MemoryRouter>
        <JobListingPage />
      </MemoryRouter>
    );
  });
  expect(screen.queryByText('QA Engineer')).toBeNull(); // added
  expect(screen.queryByText('Error sorting job posts.')).toBeNull(); // added

  await act(async () => {
    fireEvent.change(screen.getByLabelText('Sort by'), { target: { value: 'date' } });
    fireEvent.click(screen.getByText('Sort'));
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Error sorting job posts.')).toBeInTheDocument();
  expect(screen.queryByText('QA Engineer')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('allows job seekers to sort job posts by date successfully, after a failure', async () => {
  fetchMock.get('/api/jobPosts?sort=date', 500);

  await act(async () => {
    render(
      <MemoryRouter>
        <JobListingPage />
      </MemoryRouter>
    );
  });
  await act(async () => {
    fireEvent.change(screen.getByLabelText('Sort by'), { target: { value: 'date' } });
    fireEvent.click(screen.getByText('Sort'));
  });

  fetchMock.reset();
  fetchMock.get('/api/jobPosts?sort=date', [{ id: 1, title: 'QA Engineer' }]);
  if (screen.queryAllByLabelText('Sort by').length !== 1) return;
  if (screen.queryAllByText('Sort').length !== 1) return;
  await act(async () => {
    fireEvent.change(screen.getByLabelText('Sort by'), { target: { value: 'date' } });
    fireEvent.click(screen.getByText('Sort'));
  });

  if (screen.queryAllByText('QA Engineer').length) expect(screen.queryByText('Error sorting job posts.')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('allows job seekers to sort job posts by date successfully, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/jobPosts?sort=date', new Promise((resolve) => { answer = resolve; }));

  await act(async () => {
    render(
      <MemoryRouter>
        <JobListingPage />
      </MemoryRouter>
    );
  });
  await act(async () => {
    fireEvent.change(screen.getByLabelText('Sort by'), { target: { value: 'date' } });
    fireEvent.click(screen.getByText('Sort'));
  });
  expect(screen.queryByText('Designer')).toBeNull();
  expect(screen.queryByText('Error sorting job posts.')).toBeNull();
  await act(async () => { answer([{ id: 2, title: 'Designer' }, { id: 3, title: 'Gardener' }]); });

  expect(screen.getByText('Designer')).toBeInTheDocument();
  expect(screen.getByText('Gardener')).toBeInTheDocument();
}, 10000);
