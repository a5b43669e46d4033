import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import EventForm from './validateEventEndDate';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Should successfully submit valid event end date', async () => {
  fetchMock.post('/events', 200);

  await act(async () => { render(<MemoryRouter><EventForm /></MemoryRouter>); });
  expect(screen.queryByTestId('success-message')?.textContent ?? '').toBe(''); // added
  expect(screen.queryByText(/end date must be after start date/i)).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByLabelText(/end date/i), { target: { value: '2023-12-14T10:00' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByTestId('success-message')).toBeInTheDocument();
  expect(screen.queryByText(/end date must be after start date/i)).toBeNull(); // added
}, 10000);

test('Should show error for end date before start date', async () => {
  fetchMock.post('/events', 400);

  await act(async () => { render(<MemoryRouter><EventForm /></MemoryRouter>); });
  expect(screen.queryByTestId('success-message')?.textContent ?? '').toBe(''); // added
  expect(screen.queryByText(/end date must be after start date/i)).toBeNull(); // added
  await act(async () => { 
    fireEvent.change(screen.getByLabelText(/start date/i), { target: { value: '2023-12-15T10:00' } }); 
    fireEvent.change(screen.getByLabelText(/end date/i), { target: { value: '2023-12-14T10:00' } });
  });
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText(/end date must be after start date/i)).toBeInTheDocument();
  expect(screen.queryByTestId('success-message')?.textContent ?? '').toBe(''); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Should successfully submit valid event end date, after a failure', async () => {
  fetchMock.post('/events', 400);

  await act(async () => { render(<MemoryRouter><EventForm /></MemoryRouter>); });
  await act(async () => { 
    fireEvent.change(screen.getByLabelText(/start date/i), { target: { value: '2023-12-15T10:00' } }); 
    fireEvent.change(screen.getByLabelText(/end date/i), { target: { value: '2023-12-14T10:00' } });
  });
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });

  fetchMock.reset();
  fetchMock.post('/events', 200);
  if (screen.queryAllByLabelText(/end date/i).length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByLabelText(/end date/i), { target: { value: '2023-12-14T10:00' } }); });
  if (screen.queryAllByText(/submit/i).length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });

  if (screen.queryAllByTestId('success-message').some(({ textContent }) => textContent)) expect(screen.queryByText(/end date must be after start date/i)).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('Should show error for end date before start date, after a success', async () => {
  fetchMock.post('/events', 200);

  await act(async () => { render(<MemoryRouter><EventForm /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText(/end date/i), { target: { value: '2023-12-14T10:00' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });

  fetchMock.reset();
  fetchMock.post('/events', 400);
  if (screen.queryAllByLabelText(/start date/i).length !== 1) return;
  if (screen.queryAllByLabelText(/end date/i).length !== 1) return;
  await act(async () => { 
    fireEvent.change(screen.getByLabelText(/start date/i), { target: { value: '2023-12-15T10:00' } }); 
    fireEvent.change(screen.getByLabelText(/end date/i), { target: { value: '2023-12-14T10:00' } });
  });
  if (screen.queryAllByText(/submit/i).length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });

  if (screen.queryAllByText(/end date must be after start date/i).length) expect(screen.queryByTestId('success-message')?.textContent ?? '').toBe('');
}, 10000);

// added: no message before the server answers.
test('Should successfully submit valid event end date, not before the answer', async () => {
  let answer;
  fetchMock.post('/events', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><EventForm /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText(/end date/i), { target: { value: '2023-12-14T10:00' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });
  expect(screen.queryByText(/end date must be after start date/i)).toBeNull();
  await act(async () => { answer(200); });

  expect(screen.getByTestId('success-message')).toBeInTheDocument();
}, 10000);
