import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './attendeePhoneNumber';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Attendee phone number is successfully validated if format is correct', async () => {
  fetchMock.post('/register-attendee', 200);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText(/registration successful/i)).toBeNull(); // added
  expect(screen.queryByText(/invalid phone number format/i)).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByLabelText(/phone/i), { target: { value: '123-456-7890' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText(/registration successful/i)).toBeInTheDocument();
  expect(screen.queryByText(/invalid phone number format/i)).toBeNull(); // added
}, 10000);

test('Attendee phone number validation fails if format is incorrect', async () => {
  fetchMock.any(200); // added
  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText(/registration successful/i)).toBeNull(); // added
  expect(screen.queryByText(/invalid phone number format/i)).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByLabelText(/phone/i), { target: { value: '12345' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });

  expect(fetchMock.calls()).toHaveLength(0);
  expect(screen.getByText(/invalid phone number format/i)).toBeInTheDocument();
  expect(screen.queryByText(/registration successful/i)).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Attendee phone number is successfully validated if format is correct, after a failure', async () => {
  fetchMock.any(200);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText(/phone/i), { target: { value: '12345' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });

  fetchMock.reset();
  fetchMock.post('/register-attendee', 200);
  if (screen.queryAllByLabelText(/phone/i).length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByLabelText(/phone/i), { target: { value: '123-456-7890' } }); });
  if (screen.queryAllByText(/submit/i).length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });

  if (screen.queryAllByText(/registration successful/i).length) expect(screen.queryByText(/invalid phone number format/i)).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('Attendee phone number validation fails if format is incorrect, after a success', async () => {
  fetchMock.post('/register-attendee', 200);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText(/phone/i), { target: { value: '123-456-7890' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });

  fetchMock.reset();
  fetchMock.any(200);
  if (screen.queryAllByLabelText(/phone/i).length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByLabelText(/phone/i), { target: { value: '12345' } }); });
  if (screen.queryAllByText(/submit/i).length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });

  if (screen.queryAllByText(/invalid phone number format/i).length) expect(screen.queryByText(/registration successful/i)).toBeNull();
}, 10000);

// added: no message before the server answers.
test('Attendee phone number is successfully validated if format is correct, not before the answer', async () => {
  let answer;
  fetchMock.post('/register-attendee', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText(/phone/i), { target: { value: '123-456-7890' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });
  expect(screen.queryByText(/registration successful/i)).toBeNull();
  expect(screen.queryByText(/invalid phone number format/i)).toBeNull();
  await act(async () => { answer(200); });

  expect(screen.getByText(/registration successful/i)).toBeInTheDocument();
}, 10000);
